// Writing an article, put together; every part is a module of its own.
import "./knowledge_quiet.js";
import "./knowledge_variants.js";
import "./knowledge_toolbar.js";
import "./knowledge_files.js";
import "./knowledge_paste.js";
import "./knowledge_picker.js";
import "./knowledge_merge.js";
import "./knowledge_saving.js";
