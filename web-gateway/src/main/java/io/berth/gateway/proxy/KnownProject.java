package io.berth.gateway.proxy;

import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProjectId;
import java.time.Duration;

/**
 * What the data plane must know of a project.
 *
 * @param id its name
 * @param incarnation tells it from an earlier project of the same name
 * @param runtime what its KM is
 * @param responseTimeout how long its KM has for the first byte of an answer; zero for ever
 */
record KnownProject(ProjectId id, String incarnation, KmRuntime runtime, Duration responseTimeout) {
  /** Whether answers of its tools may be given again. */
  boolean cacheable() {
    return !runtime.readOnlyTools().isEmpty();
  }

  /** What its next process will be. */
  String version() {
    return runtime.name() + " version " + runtime.version() + " content " + runtime.content();
  }

  /** Callers of one class get the same answers; only of the built-in KM is that known. */
  String identityClass(String subject) {
    return runtime.builtIn() ? "" : subject;
  }
}
