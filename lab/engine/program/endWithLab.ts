/**
 * Preloaded into the program. The lab holds the other end of its IPC channel; when the lab is killed, nobody else would end the program,
 * which would go on asking an engine that is gone.
 */
const end = (): never => process.exit(1);
process.once("disconnect", end);
// The lab may have been killed while this process loaded what comes before this file: that event is not repeated.
if (!process.connected) end();
// Listening alone would keep a program alive that has ended.
process.channel?.unref();
