import { record } from "rrweb";
window.rrwebRecord = record;
