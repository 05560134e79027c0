package io.berth.connector.api;

/**
 * What one generation of a process answered since it began, as the adapter saw it. Two of these of
 * the same generation make a rate.
 *
 * @param generation of which process
 * @param answered exchanges whose answer began, or that the process broke off before it did
 * @param failed those of them with a 5xx answer, or with none
 * @param nanos the sum of the times from the request to the first byte of the answer
 */
public record Traffic(long generation, long answered, long failed, long nanos) {}
