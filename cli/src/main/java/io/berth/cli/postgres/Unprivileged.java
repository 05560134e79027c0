package io.berth.cli.postgres;

import io.berth.cli.CommandFailure;
import io.berth.cli.os.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL refuses to run as root. For root this class prefixes its commands: with a user
 * namespace of their own where the kernel has them, else with another user.
 */
final class Unprivileged {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final List<String> prefix;
  private final String owner;

  private Unprivileged(List<String> prefix, String owner) {
    this.prefix = prefix;
    this.owner = owner;
  }

  /**
   * The way for this user and this machine.
   *
   * @param root given to the other user where there is no other way
   */
  static Unprivileged choose(Path root) {
    if (!isRoot()) {
      return new Unprivileged(List.of(), "");
    }
    if (Shell.run(LIMIT, List.of("unshare", "-U", "true")).ok()) {
      return new Unprivileged(List.of("unshare", "-U"), "");
    }
    for (String user : List.of("postgres", "nobody")) {
      List<String> change =
          List.of("setpriv", "--reuid=" + user, "--regid=" + groupOf(user), "--clear-groups");
      if (Shell.run(LIMIT, with(change, List.of("true"))).ok()) {
        giveTo(user, root, change);
        return new Unprivileged(change, user);
      }
    }
    throw new CommandFailure(
        "PostgreSQL does not run as root and this machine allows neither user namespaces nor"
            + " setpriv; run berth as another user or set BERTH_DATABASE_URL.");
  }

  /** The command as it must be run. */
  List<String> command(List<String> command) {
    return with(prefix, command);
  }

  /** Runs a program of PostgreSQL to its end. */
  Shell.Result run(List<String> command) {
    return Shell.run(LIMIT, command(command), Map.of("LC_ALL", "C"));
  }

  /** Lets the user that PostgreSQL runs as read a file of ours. */
  void share(Path file) {
    if (!owner.isEmpty()) {
      Shell.run(LIMIT, List.of("chown", owner, file.toString()));
    }
  }

  private static void giveTo(String user, Path root, List<String> change) {
    Shell.run(LIMIT, List.of("chown", "-R", user, root.toString()));
    if (!Shell.run(LIMIT, with(change, List.of("test", "-w", root.toString()))).ok()) {
      throw new CommandFailure(
          "PostgreSQL does not run as root, and the user "
              + user
              + " cannot reach "
              + root
              + "; use --data with a folder that it can reach, or run berth as another user.");
    }
  }

  private static String groupOf(String user) {
    Shell.Result group = Shell.run(LIMIT, List.of("id", "-g", user));
    return group.ok() ? group.output() : user;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"))
        || "0".equals(Shell.run(LIMIT, List.of("id", "-u")).output());
  }

  private static List<String> with(List<String> prefix, List<String> command) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    return all;
  }
}
