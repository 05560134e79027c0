package io.berth.cli.postgres;

import io.berth.cli.CommandFailure;
import io.berth.cli.os.PrivateFiles;
import io.berth.cli.os.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** Makes the data folder: a cluster of our own with a random password. Made once, then kept. */
final class Cluster {
  private static final int PASSWORD_BYTES = 24;

  private final ClusterFolder folder;
  private final Unprivileged unprivileged;

  Cluster(ClusterFolder folder, Unprivileged unprivileged) {
    this.folder = folder;
    this.unprivileged = unprivileged;
  }

  /** Makes sure that there is one, complete. */
  void create() throws IOException {
    if (Files.exists(folder.data().resolve("PG_VERSION"))) {
      checkKept();
      return;
    }
    Path draft = folder.root().resolve("data.new");
    PostgresBinaries.deleteTree(draft);
    PrivateFiles.write(folder.password(), randomPassword());
    unprivileged.share(folder.password());
    Shell.Result result = initdb(draft);
    if (!result.ok()) {
      throw new CommandFailure(
          "initdb failed in " + folder.root() + " (is the disk full?): " + result.output());
    }
    Files.move(draft, folder.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private Shell.Result initdb(Path draft) throws IOException {
    return unprivileged.run(
        List.of(
            folder.program("initdb").toString(),
            "--pgdata=" + draft,
            "--username=" + EmbeddedPostgres.USER,
            "--pwfile=" + folder.password(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C"));
  }

  private void checkKept() throws IOException {
    if (!Files.isReadable(folder.password())) {
      throw new CommandFailure(
          "The database in "
              + folder.data()
              + " is there but its password file is gone: restore "
              + folder.password()
              + " from a backup.");
    }
    String made = Files.readString(folder.data().resolve("PG_VERSION")).strip();
    String ours = io.berth.cli.Versions.postgres().split("\\.")[0];
    if (!made.equals(ours)) {
      throw new CommandFailure(
          "The database in "
              + folder.data()
              + " was made by PostgreSQL "
              + made
              + ", this distribution brings "
              + ours
              + ": dump it with the older one first.");
    }
  }

  private static String randomPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
