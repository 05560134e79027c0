package io.berth.connector.proc;

import io.berth.connector.api.ProjectId;
import java.util.Map;
import java.util.Optional;

/**
 * What a warm process carries in its environment: whose it is, and room that it fills with the rest
 * of a {@link Marker} when it is assigned. A process that carries both was warm once.
 */
public record WarmMarker(String installation, String node, String id) implements Mark {
  private static final String ID = "BERTH_WARM";
  private static final String RESERVED = "BERTH_RESERVED";
  private static final int LONGEST_PROJECT = 63;
  private static final int LONGEST_NUMBER = 19;
  private static final int ROOM =
      (Marker.PROJECT + "=\0" + Marker.GENERATION + "=").length()
          + LONGEST_PROJECT
          + LONGEST_NUMBER
          - (RESERVED + "=").length();

  /** The marker in an environment, also in that of a process that was assigned since. */
  public static Optional<WarmMarker> of(Map<String, String> environment) {
    String installation = environment.get(Marker.INSTALLATION);
    String node = environment.get(Marker.NODE);
    String id = environment.get(ID);
    return installation == null || node == null || id == null
        ? Optional.empty()
        : Optional.of(new WarmMarker(installation, node, id));
  }

  /** Whether the process of this environment is warm still: no project has it. */
  public static boolean unassigned(Map<String, String> environment) {
    return environment.containsKey(ID) && !ProjectId.isValid(environment.get(Marker.PROJECT));
  }

  @Override
  public void writeTo(Map<String, String> environment) {
    environment.put(Marker.INSTALLATION, installation);
    environment.put(Marker.NODE, node);
    environment.put(ID, id);
    environment.put(RESERVED, ".".repeat(ROOM));
  }
}
