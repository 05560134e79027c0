package io.berth.cli.node;

import io.berth.cli.CommandFailure;
import io.berth.cli.os.PrivateFiles;
import io.berth.cli.os.ProcessIdentity;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Which process is the node, and where it listens. Written when it is started; kept after its end,
 * so that the next start does the same.
 */
record NodeRecord(ProcessIdentity process, int port, Optional<Tls> tls) {

  void save(Path file) {
    Properties values = new Properties();
    values.setProperty("boot", process.bootId());
    values.setProperty("pid", Long.toString(process.pid()));
    values.setProperty("ticks", Long.toString(process.startTicks()));
    values.setProperty("port", Integer.toString(port));
    tls.ifPresent(t -> t.write(values));
    StringWriter text = new StringWriter();
    try {
      values.store(text, null);
      PrivateFiles.write(file, text.toString());
    } catch (IOException e) {
      throw new CommandFailure("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** The record; empty if there is none or it is damaged. */
  static Optional<NodeRecord> read(Path file) {
    Properties values = new Properties();
    try {
      values.load(new StringReader(Files.readString(file)));
      ProcessIdentity process =
          new ProcessIdentity(
              values.getProperty("boot", ""),
              Long.parseLong(values.getProperty("pid", "")),
              Long.parseLong(values.getProperty("ticks", "")));
      int port = Integer.parseInt(values.getProperty("port", ""));
      return Optional.of(new NodeRecord(process, port, Tls.read(values)));
    } catch (IOException | IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }
}
