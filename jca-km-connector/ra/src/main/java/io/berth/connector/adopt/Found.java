package io.berth.connector.adopt;

import io.berth.connector.files.ProcessRecord;
import io.berth.connector.proc.Marker;
import io.berth.connector.proc.ProcessIdentity;
import java.util.Optional;

/**
 * A process group of ours that runs.
 *
 * @param marker from the environment of its leader
 * @param leader the oldest process that carries the marker
 * @param leads whether that process leads its session, as everything that we start does; if not, it
 *     is what was left over of one
 * @param record what is on disk about exactly this process
 */
public record Found(
    Marker marker, ProcessIdentity leader, boolean leads, Optional<ProcessRecord> record) {}
