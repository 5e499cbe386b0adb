import { RudderAnalytics } from "@rudderstack/analytics-js/bundled";
window.RudderAnalytics = RudderAnalytics;
