import { BrowserAgent } from "@newrelic/browser-agent/loaders/browser-agent";
window.NewRelicAgent = BrowserAgent;
