package io.berth.lifecycle.overview;

import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.WarmPoolUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The whole installation at one moment.
 *
 * @param at when
 * @param projects registered
 * @param byState slots by state; projects without a slot count as STOPPED
 * @param memoryBytes PSS of all KMs, warm ones included
 * @param savedBytes what the sleeping ones would take, by the average of those measured
 * @param averageStartMillis over the last 100 starts
 * @param idleStops24h how many the idle policy stopped in a day
 * @param ports range by range
 * @param nodes names of the live nodes
 * @param nodeMemoryBytes heap in use by this node
 * @param warm what is kept started without a project
 */
public record Overview(
    Instant at,
    long projects,
    Map<ProcessState, Long> byState,
    long memoryBytes,
    long savedBytes,
    double averageStartMillis,
    long idleStops24h,
    List<PortUse> ports,
    List<String> nodes,
    long nodeMemoryBytes,
    WarmPoolUse warm) {}
