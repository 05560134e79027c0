package io.berth.km.store;

import java.nio.file.Path;

/** How much there is. */
public record Statistics(
    long items,
    long tickets,
    long itemTypes,
    long documents,
    long fileSummaries,
    long componentApis,
    Path databasePath,
    long databaseBytes) {}
