import { createInstance } from "@adobe/alloy";
window.alloy = createInstance({ name: "alloy" });
