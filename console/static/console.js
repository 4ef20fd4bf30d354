// The console's behaviour, put together; every part is a module of its own.
import "./keyed_swap.js";
import "./toasts.js";
import "./menus.js";
import "./keyboard.js";
import "./scrolling.js";
import "./composer.js";
import "./suggestions.js";
import "./presence.js";
import "./copying.js";
import "./autofocus.js";
