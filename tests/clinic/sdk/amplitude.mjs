import * as amplitude from "@amplitude/analytics-browser";
window.amplitude = amplitude;
