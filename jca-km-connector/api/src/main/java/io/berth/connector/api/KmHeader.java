package io.berth.connector.api;

/** One header line; names compare without case, order and repetition are kept. */
public record KmHeader(String name, String value) {}
