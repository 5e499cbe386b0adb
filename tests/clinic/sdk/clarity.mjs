import { clarity } from "clarity-js";
window.clarityJs = clarity;
