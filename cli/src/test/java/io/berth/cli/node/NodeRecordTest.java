package io.berth.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.os.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRecordTest {
  @TempDir Path temp;

  @Test
  void isReadBackAsItWasWritten() throws Exception {
    NodeRecord record =
        new NodeRecord(new ProcessIdentity("boot", 42, 4711), 8080, Optional.empty());
    record.save(temp.resolve("process"));
    assertThat(NodeRecord.read(temp.resolve("process"))).contains(record);
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("process"))))
        .isEqualTo("rw-------");
  }

  @Test
  void remembersHowTheServerSpokeHttps() {
    Tls tls = new Tls(Path.of("/etc/a b/cert.pem"), Path.of("/etc/a b/key.pem"), 9443);
    NodeRecord record =
        new NodeRecord(new ProcessIdentity("boot", 42, 4711), 8080, Optional.of(tls));
    record.save(temp.resolve("process"));
    assertThat(NodeRecord.read(temp.resolve("process"))).contains(record);
  }

  @Test
  void aDamagedOneCountsAsNone() throws Exception {
    Files.writeString(temp.resolve("process"), "boot=x\npid=not a number\n");
    assertThat(NodeRecord.read(temp.resolve("process"))).isEmpty();
    assertThat(NodeRecord.read(temp.resolve("absent"))).isEmpty();
  }
}
