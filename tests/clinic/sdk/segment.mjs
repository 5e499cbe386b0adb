import { AnalyticsBrowser } from "@segment/analytics-next";
window.AnalyticsBrowser = AnalyticsBrowser;
