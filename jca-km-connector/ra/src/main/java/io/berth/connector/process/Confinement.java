package io.berth.connector.process;

import io.berth.connector.api.HostLimits;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.proc.HostTools;
import io.berth.connector.proc.SessionShare;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps foreign programs within the limits of their runtime: small programs of the system set the
 * limit and then turn themselves into the program, so that pid and group stay the same and no shell
 * is involved. What the host offers is found out once.
 */
final class Confinement {
  private static final Logger LOG = System.getLogger(Confinement.class.getName());

  private final Optional<Path> nice;
  private final Optional<Path> prlimit;
  private final boolean shell;
  private final SessionShare share = new SessionShare();

  private Confinement(Function<String, Optional<Path>> tools) {
    nice = tools.apply("nice");
    prlimit = tools.apply("prlimit");
    shell = tools.apply("sh").isPresent();
  }

  static Confinement ofThisHost() {
    return new Confinement(HostTools::find);
  }

  /** For tests: a host with these tools. */
  static Confinement with(Function<String, Optional<Path>> tools) {
    return new Confinement(tools);
  }

  HostLimits limits() {
    // why data, not address space: JVMs and Node reserve gigabytes of addresses that they never use
    return new HostLimits(prlimit.isPresent() ? "RLIMIT_DATA" : "", nice.isPresent(), shell);
  }

  /** What can only be set once the process is there: on the thread that forked it. */
  void forked(KmRuntime runtime, long pid) {
    if (runtime.nice() > 0 && !share.lower(pid, runtime.nice())) {
      LOG.log(
          Level.WARNING,
          "runtime "
              + runtime.name()
              + ": process "
              + pid
              + " does not give way to other sessions; see nice in /proc/"
              + pid
              + "/autogroup");
    }
  }

  /** The words before a program's own. */
  List<String> words(KmRuntime runtime) {
    List<String> words = new ArrayList<>();
    if (runtime.nice() > 0 && nice.isPresent()) {
      words.addAll(List.of(nice.get().toString(), "-n", Integer.toString(runtime.nice())));
    }
    if (runtime.memoryLimit().isPresent() && prlimit.isPresent()) {
      words.addAll(
          List.of(prlimit.get().toString(), "--data=" + runtime.memoryLimit().getAsLong()));
    }
    boolean allDone =
        (runtime.nice() == 0 || nice.isPresent())
            && (runtime.memoryLimit().isEmpty() || prlimit.isPresent());
    if (!allDone) {
      LOG.log(
          Level.WARNING,
          "runtime "
              + runtime.name()
              + " is started without all its limits: "
              + limits().display());
    }
    return words;
  }
}
