package io.berth.connector.api;

/** Keep-alive channels to one project's process: in use, and idle in the pool. */
public record ChannelUse(int leased, int idle) {}
