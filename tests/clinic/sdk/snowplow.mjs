import * as snowplow from "@snowplow/browser-tracker";
window.snowplow = snowplow;
