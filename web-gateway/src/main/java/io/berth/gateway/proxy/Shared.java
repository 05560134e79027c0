package io.berth.gateway.proxy;

import io.berth.connector.api.KmConnectionFactory;
import io.berth.gateway.cache.ListCache;
import io.berth.gateway.cache.ResponseCache;
import io.berth.gateway.mcp.McpSessions;
import io.berth.gateway.observe.Observers;
import io.berth.lifecycle.process.ProjectLifecycle;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * What all calls of the data plane share.
 *
 * @param lent the container's threads that may be held by answers that are still coming
 */
record Shared(
    ProjectLifecycle lifecycle,
    KmConnectionFactory connections,
    ResponseCache cache,
    AskAhead ahead,
    ListCache lists,
    CurrentProjects projects,
    McpSessions sessions,
    Workers workers,
    CallerWatch callers,
    Buffers buffers,
    Semaphore lent,
    RequestMetrics metrics,
    Observers observers,
    GatewaySettings settings,
    LongSupplier nanos) {}
