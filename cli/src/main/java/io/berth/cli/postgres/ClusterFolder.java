package io.berth.cli.postgres;

import io.berth.cli.Versions;
import java.nio.file.Path;

/** The names inside the folder of an embedded PostgreSQL. */
record ClusterFolder(Path root) {
  Path data() {
    return root.resolve("data");
  }

  Path password() {
    return root.resolve("password");
  }

  Path log() {
    return root.resolve("postgres.log");
  }

  Path port() {
    return root.resolve("port");
  }

  Path postmasterPid() {
    return data().resolve("postmaster.pid");
  }

  Path binaries() {
    return root.resolve(Versions.postgres());
  }

  Path program(String name) {
    return binaries().resolve("bin").resolve(name);
  }
}
