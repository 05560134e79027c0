package io.berth.acceptance.chaos;

import java.nio.file.Path;

/**
 * One project of the run.
 *
 * @param id its id
 * @param builtIn whether it runs the built-in KM; else {@link JournalKm}
 * @param weight how much of the load it gets
 * @param tinyDisk whether its folder is a file system of its own that can be filled
 * @param folder its folder
 */
record Member(String id, boolean builtIn, int weight, boolean tinyDisk, Path folder) {}
