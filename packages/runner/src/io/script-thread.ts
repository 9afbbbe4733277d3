// The thread in which commands are followed: the interpreter works asynchronously, a simulation does not wait.
import { runAsWorker } from "synckit";
import { followScript } from "../behaviors/shell/follow-script.js";

runAsWorker(followScript);
