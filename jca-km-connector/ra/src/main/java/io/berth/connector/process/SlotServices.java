package io.berth.connector.process;

import io.berth.connector.files.ProcessRecords;
import io.berth.connector.port.PortAllocator;
import io.berth.connector.proc.Ender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** What every slot needs and none owns. */
record SlotServices(
    Workers workers,
    Launcher launcher,
    Programs programs,
    Ender ender,
    ExitWatch exitWatch,
    PortAllocator ports,
    ProcessRecords records,
    GenerationListener generations,
    Feed feed,
    InstantSource clock,
    LongSupplier nanos,
    int waitingPerProject,
    Duration unhealthyDrain) {}
