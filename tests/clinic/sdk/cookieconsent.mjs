import * as CookieConsent from "vanilla-cookieconsent";
window.CookieConsent = CookieConsent;
