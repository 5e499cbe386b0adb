// Klaro lists build tools as what it needs to run; package.json puts a package that is here anyway in their place.
import * as klaro from "klaro/dist/klaro.js";
window.klaro = klaro;
