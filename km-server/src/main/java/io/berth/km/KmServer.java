package io.berth.km;

import io.berth.km.train.NativeLibrary;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.IntConsumer;

/**
 * The built-in Knowledge Manager as a program. Serves one project on a loopback port until it is
 * told to stop or nobody calls any more; prints the line {@code READY port=N} when it answers; logs
 * to standard error. Started warm, it waits for the project first. Started as a host, it serves
 * several projects, each with a secret of its own.
 *
 * <p>Exit status: 0 stopped in order, 1 failed, 2 wrong arguments, 3 port taken, 4 data folder held
 * by another process.
 */
public final class KmServer {
  private static final int TRAINING_ROUNDS = 20;

  private KmServer() {}

  public static void main(String[] args) {
    int status = run(args);
    // why: after a training run the virtual machine still has an archive to write, which a plain
    // return allows
    if (status != ExitCode.DONE || args.length == 0 || !args[0].equals("--train")) {
      System.exit(status);
    }
  }

  private static int run(String[] args) {
    try {
      if (args.length == 2 && args[0].equals("--train")) {
        Rehearsal.run(Path.of(args[1]), TRAINING_ROUNDS);
        return ExitCode.DONE;
      }
      if (args.length == 2 && args[0].equals("--install-native")) {
        print(NativeLibrary.unpack(Path.of(args[1])).toString());
        return ExitCode.DONE;
      }
      if (args.length == 3 && args[0].equals("--recode") && args[1].equals("--data")) {
        return Recode.run(Path.of(args[2]), System.in);
      }
      if (args.length > 0 && args[0].equals(HostArguments.HOST)) {
        return HostStart.run(HostArguments.parse(args));
      }
      return args.length > 0 && args[0].equals(WarmArguments.WARM)
          ? WarmStart.run(WarmArguments.parse(args))
          : serve(KmArguments.parse(KeyInput.complete(args, System.in)), port -> {});
    } catch (BadArguments e) {
      System.err.println("Wrong arguments:\n  " + e.getMessage() + "\n" + KmArguments.USAGE);
      return ExitCode.USAGE;
    } catch (StartFailure e) {
      System.err.println(e.getMessage());
      return e.exitCode();
    } catch (IOException | RuntimeException e) {
      Log.failure("The Knowledge Manager failed", e);
      return ExitCode.FAILED;
    }
  }

  /**
   * Serves until it is told to stop or nobody calls any more.
   *
   * @param ready is told the port as soon as it answers
   */
  static int serve(KmArguments arguments, IntConsumer ready) throws StartFailure, IOException {
    Serving serving = Serving.start(arguments, InstantSource.system(), System::nanoTime);
    Runtime.getRuntime().addShutdownHook(new StopHook(serving::stop));
    print("READY port=" + serving.port());
    ready.accept(serving.port());
    try {
      serving.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.DONE;
  }

  /** One line on standard output, past the print stream, which would have to be set up first. */
  static void print(String line) throws IOException {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
