/* Starts the small helpers of a page. Each works by itself, listens on the document, and leaves the page usable when it is absent. */
import * as again from "./again.js";
import * as answers from "./answers.js";
import * as autosave from "./autosave.js";
import * as beside from "./beside.js";
import * as citing from "./citing.js";
import * as clock from "./clock.js";
import * as counter from "./counter.js";
import * as focus from "./focus.js";
import * as fold from "./fold.js";
import * as keep from "./keep.js";
import * as leaving from "./leaving.js";
import * as left from "./left.js";
import * as mended from "./mended.js";
import * as menu from "./menu.js";
import * as offering from "./offering.js";
import * as passkeys from "./passkeys.js";
import * as paste from "./paste.js";
import * as print from "./print.js";
import * as selection from "./selection.js";
import * as shortcuts from "./shortcuts.js";
import * as staying from "./staying.js";
import * as tables from "./tables.js";
import * as unseen from "./unseen.js";
import * as unsent from "./unsent.js";
import * as upload from "./upload.js";

document.documentElement.dataset.script = "on";
for (const helper of [again, answers, autosave, beside, citing, clock, counter, focus, fold, keep, left, mended, menu, offering, passkeys, paste, print, selection, shortcuts, staying, tables, unseen, unsent, upload, leaving]) helper.start();
