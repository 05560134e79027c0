package io.berth.connector.api;

/**
 * What a process takes from the machine, read from {@code /proc}.
 *
 * @param rssBytes resident, shared pages counted in full
 * @param pssBytes resident, shared pages divided among those who share them
 * @param cpuMillis processor time used since its start
 */
public record Usage(long rssBytes, long pssBytes, long cpuMillis) {}
