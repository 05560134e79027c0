package io.berth.connector.proc;

/**
 * Which process is meant, for certain: a pid alone is used again, and a start time in wall-clock
 * time shifts when the clock is set.
 *
 * @param bootId of the kernel's current life
 * @param pid also the process group and the session, since each KM leads its own
 * @param startTicks when it started, in ticks since boot
 */
public record ProcessIdentity(String bootId, long pid, long startTicks) {}
