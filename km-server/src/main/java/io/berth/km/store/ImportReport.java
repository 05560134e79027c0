package io.berth.km.store;

/**
 * What an import did.
 *
 * @param imported documents now kept
 * @param sections their sections
 * @param replaced how many of the documents took the place of an earlier one of their name
 */
public record ImportReport(int imported, int sections, int replaced) {}
