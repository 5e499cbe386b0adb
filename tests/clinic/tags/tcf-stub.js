// What stands in a page before a TCF manager is there: `__tcfapi` that keeps what is asked for and answers `ping`, and the frame other frames find it by
// (IAB Tech Lab, "TCF: CMP API v2", github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework; generally known).
// Written for these tests; no vendor code.
(() => {
  const queue = [];
  window.__tcfapi = (...args) => {
    if (args.length === 0) return queue;
    const [command, , callback] = args;
    if (command === "ping") callback({ gdprApplies: true, cmpLoaded: false, cmpStatus: "stub", displayStatus: "hidden", apiVersion: "2.0" }, true);
    else queue.push(args);
  };
  const locator = () => {
    if (window.frames.__tcfapiLocator) return;
    if (!document.body) return void setTimeout(locator, 5);
    document.body.append(Object.assign(document.createElement("iframe"), { name: "__tcfapiLocator", hidden: true }));
  };
  locator();
  addEventListener("message", ({ data, source }) => {
    const call = data?.__tcfapiCall;
    if (!call) return;
    window.__tcfapi(call.command, call.version, (returnValue, success) =>
      source.postMessage({ __tcfapiReturn: { returnValue, success, callId: call.callId } }, "*"), call.parameter);
  });
})();
