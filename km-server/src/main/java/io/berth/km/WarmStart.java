package io.berth.km;

import io.berth.km.warm.Assignment;
import io.berth.km.warm.ControlSocket;
import io.berth.km.warm.EnvironmentMark;
import io.berth.km.warm.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The life of a process that is started before anybody needs it: it rehearses, waits for one
 * assignment, and is from then on what the assignment's words would have started. Runs on the main
 * thread.
 */
final class WarmStart {
  private static final Duration LINE_TIME = Duration.ofSeconds(5);

  private final WarmArguments arguments;
  private final Optional<EnvironmentMark> mark;

  private WarmStart(WarmArguments arguments, Optional<EnvironmentMark> mark) {
    this.arguments = arguments;
    this.mark = mark;
  }

  static int run(WarmArguments arguments) throws StartFailure, IOException {
    // why first: who cannot be marked later must not be counted on now
    WarmStart start = new WarmStart(arguments, EnvironmentMark.find());
    start.rehearse();
    Optional<Assignment<KmArguments>> assignment = start.await();
    if (assignment.isEmpty()) {
      Log.info("No assignment came, and nobody was connected any more; stopping");
      return ExitCode.DONE;
    }
    return start.serve(assignment.get());
  }

  private void rehearse() throws StartFailure, IOException {
    Path folder =
        arguments.control().resolveSibling(arguments.control().getFileName() + ".rehearsal");
    try {
      Rehearsal.run(folder, 1);
    } finally {
      delete(folder);
    }
    // why: it will wait for hours, and what the rehearsal left in the heap would wait with it
    System.gc();
  }

  private Optional<Assignment<KmArguments>> await() throws IOException {
    try (ControlSocket control =
        ControlSocket.open(arguments.control(), LINE_TIME, System::nanoTime)) {
      Thread farewell = new Farewell(arguments.control());
      Runtime.getRuntime().addShutdownHook(farewell);
      Optional<Assignment<KmArguments>> assignment =
          control.await(arguments.orphanTimeout(), this::understand);
      try {
        Runtime.getRuntime().removeShutdownHook(farewell);
      } catch (IllegalStateException e) {
        return Optional.empty(); // why: a signal came first, and the process is ending already
      }
      return assignment;
    }
  }

  /** Ends an unassigned process in order when a signal comes. */
  private static final class Farewell extends Thread {
    private final Path socket;

    Farewell(Path socket) {
      super("farewell");
      this.socket = socket;
    }

    @Override
    public void run() {
      try {
        Files.deleteIfExists(socket);
      } catch (IOException e) {
        Log.failure("The control socket could not be removed", e);
      }
      Runtime.getRuntime().halt(ExitCode.DONE);
    }
  }

  private KmArguments understand(List<String> words) throws Refusal {
    try {
      KmArguments what = KmArguments.parse(words.toArray(String[]::new));
      if (mark.isPresent() && what.project() == null) {
        throw new Refusal("--project is required: the process is to carry its mark");
      }
      return what;
    } catch (BadArguments e) {
      throw new Refusal(e.getMessage());
    }
  }

  private int serve(Assignment<KmArguments> assignment) throws StartFailure, IOException {
    KmArguments what = assignment.what();
    try {
      if (mark.isPresent()) {
        mark.get().set(what.project(), what.generation());
      }
      return KmServer.serve(what, assignment::ready);
    } catch (StartFailure e) {
      assignment.failed(e.exitCode(), e.getMessage());
      throw e;
    } catch (IOException | RuntimeException e) {
      assignment.failed(ExitCode.FAILED, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
