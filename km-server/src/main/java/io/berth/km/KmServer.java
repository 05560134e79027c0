package io.berth.km;

import io.berth.km.access.Secret;
import io.berth.km.pool.PoolSettings;
import io.berth.km.train.NativeLibrary;
import io.berth.km.train.Training;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The built-in Knowledge Manager as a program. Serves one project on a loopback port until it is
 * told to stop or nobody calls any more; prints the line {@code READY port=N} when it answers; logs
 * to standard error.
 *
 * <p>Exit status: 0 stopped in order, 1 failed, 2 wrong arguments, 3 port taken, 4 data folder held
 * by another process.
 */
public final class KmServer {
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
        return train(Path.of(args[1]));
      }
      if (args.length == 2 && args[0].equals("--install-native")) {
        print(NativeLibrary.unpack(Path.of(args[1])).toString());
        return ExitCode.DONE;
      }
      return serve(KmArguments.parse(args));
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

  private static int train(Path folder) throws StartFailure, IOException {
    String secret = UUID.randomUUID().toString();
    Path file = Files.createDirectories(folder).resolve("training-secret");
    Files.writeString(file, secret);
    KmArguments arguments =
        new KmArguments(
            0, folder, file, 1, "training", Duration.ofMinutes(5), PoolSettings.DEFAULTS);
    Serving serving = Serving.start(arguments, InstantSource.system(), System::nanoTime);
    try {
      Training.run(
          serving.port(),
          secret,
          Secret.of(secret).sign("trainer".getBytes(StandardCharsets.UTF_8)));
    } finally {
      serving.stop();
      Files.delete(file);
    }
    return ExitCode.DONE;
  }

  private static int serve(KmArguments arguments) throws StartFailure, IOException {
    Serving serving = Serving.start(arguments, InstantSource.system(), System::nanoTime);
    Runtime.getRuntime().addShutdownHook(new StopHook(serving));
    print("READY port=" + serving.port());
    try {
      serving.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.DONE;
  }

  /** One line on standard output, past the print stream, which would have to be set up first. */
  private static void print(String line) throws IOException {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
