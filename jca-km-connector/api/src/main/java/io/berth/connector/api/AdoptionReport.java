package io.berth.connector.api;

import java.util.List;
import java.util.Map;

/**
 * What the adapter found on this machine after a start of Berth.
 *
 * @param adopted running, provably ours, wanted: READY again
 * @param ended running, ours, unwanted: their process groups were ended
 * @param gone wanted but not running, with what was found instead
 */
public record AdoptionReport(
    List<ProcessSnapshot> adopted, List<String> ended, Map<ProjectId, String> gone) {}
