import "posthog-js/dist/posthog-recorder";
import posthog from "posthog-js";
window.posthog = posthog;
