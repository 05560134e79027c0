package io.berth.connector.process;

import io.berth.connector.files.ProcessRecords;
import io.berth.connector.port.PortAllocator;
import io.berth.connector.proc.GroupEnd;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** What every slot needs and none owns. */
record SlotServices(
    Workers workers,
    Launch launcher,
    Programs programs,
    GroupEnd ender,
    SharedEnd sharedEnd,
    ExitWatch exitWatch,
    PortAllocator ports,
    ProcessRecords records,
    GenerationListener generations,
    Feed feed,
    InstantSource clock,
    LongSupplier nanos,
    int waitingPerProject,
    Duration unhealthyDrain) {}
