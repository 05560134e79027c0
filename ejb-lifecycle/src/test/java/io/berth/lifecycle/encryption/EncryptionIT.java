package io.berth.lifecycle.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.DataKey;
import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.RecodeOrder;
import io.berth.connector.api.StartOrder;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.FakeProcesses;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Keys of projects in a real database; what encrypts is a fake that remembers what it was told. */
@ExtendWith(WithPostgres.class)
class EncryptionIT {
  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final ProjectId BETA = new ProjectId("beta");
  private static final String ONE = "1".repeat(64);
  private static final String TWO = "2".repeat(64);

  @TempDir Path data;
  private BerthSettings.Database database;
  private TestNode test;

  @BeforeEach
  void place(TestPostgres postgres) {
    database = postgres.newDatabase();
  }

  @AfterEach
  void close() {
    test.close();
  }

  private Path file(String name, String text) throws IOException {
    Path file = data.resolve(name);
    Files.writeString(file, text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** A node with these master keys, the current one first. */
  private Encryption node(String onOff, String... masters) throws Exception {
    if (test != null) {
      test.close();
    }
    Map<String, String> settings = new java.util.HashMap<>(Map.of("berth.encryption", onOff));
    settings.put("berth.encryption.master-key-file", file("master", masters[0]).toString());
    if (masters.length > 1) {
      settings.put("berth.encryption.old-master-key-file", file("old", masters[1]).toString());
    }
    test = new TestNode(database, data, false, settings).booted();
    return test.node.encryption().encryption();
  }

  private void project(ProjectId id) throws KmException {
    test.node
        .projects()
        .create(new NewProject(id, Optional.empty(), Optional.empty(), Map.of()), "ann");
  }

  /** The key of a start, as text; a destroyed one would throw. */
  private Optional<String> start(ProjectId id) throws KmException {
    return order(id).key().map(DataKey::hex);
  }

  private StartOrder order(ProjectId id) throws KmException {
    return test.node.processes().orders().next(id);
  }

  private FakeProcesses fake() {
    return test.km.processes;
  }

  private void data(ProjectId id) throws IOException {
    Path folder = Files.createDirectories(data.resolve("projects").resolve(id.value()));
    Files.writeString(folder.resolve("km.db"), "SQLite format 3");
  }

  private static Encryption.State change(Encryption encryption, ProjectId id, KeyChange kind)
      throws Exception {
    try {
      return encryption.change(id, kind, "ann").toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  private String events() throws KmException {
    return test.node
        .database()
        .transact(
            t ->
                t.createQuery("SELECT kind || ' ' || actor FROM lifecycle_event ORDER BY id")
                    .mapTo(String.class)
                    .list()
                    .toString());
  }

  @Test
  void aNewProjectGetsItsKeyBeforeItsFirstProcessAndKeepsIt() throws Exception {
    Encryption encryption = node("on", ONE);
    project(ALPHA);
    project(BETA);
    assertThat(encryption.state(ALPHA).encrypted()).isFalse();
    String key = start(ALPHA).orElseThrow();
    assertThat(start(ALPHA)).contains(key);
    assertThat(start(BETA)).isPresent().isNotEqualTo(Optional.of(key));
    assertThat(encryption.state(ALPHA).version()).isEqualTo(1);
    assertThat(encryption.summary().wrappings()).extracting("projects").containsExactly(2L);

    node("off", ONE);
    assertThat(start(ALPHA)).as("with the setting off again").contains(key);
    assertThat(order(ALPHA).toString()).contains("DataKey[hidden]").doesNotContain(key);
  }

  @Test
  void whatHasDataAlreadyStaysAsItIs() throws Exception {
    node("on", ONE);
    project(ALPHA);
    data(ALPHA);
    assertThat(start(ALPHA)).isEmpty();
  }

  @Test
  void offIsTheDefaultAndNothingHasAKey() throws Exception {
    test = new TestNode(database, data).booted();
    project(ALPHA);
    assertThat(start(ALPHA)).isEmpty();
    Encryption encryption = test.node.encryption().encryption();
    assertThat(encryption.state(ALPHA).encrypted()).isFalse();
    assertThat(encryption.summary().master()).isEmpty();
    assertThatThrownBy(() -> change(encryption, ALPHA, KeyChange.ENCRYPT))
        .hasMessageContaining("set berth.encryption.master-key-file");
    assertThat(start(ALPHA)).isEmpty();
  }

  @Test
  void aProjectIsEncryptedRekeyedAndDecrypted() throws Exception {
    Encryption encryption = node("off", ONE);
    project(ALPHA);
    data(ALPHA);
    assertThatThrownBy(() -> change(encryption, ALPHA, KeyChange.REKEY))
        .hasMessageContaining("berth project encrypt alpha");

    assertThat(change(encryption, ALPHA, KeyChange.ENCRYPT).version()).isEqualTo(1);
    String first = start(ALPHA).orElseThrow();
    assertThat(fake().recoded).containsExactly("alpha - " + first);
    assertThat(change(encryption, ALPHA, KeyChange.ENCRYPT).version()).as("again").isEqualTo(1);

    assertThat(change(encryption, ALPHA, KeyChange.REKEY).version()).isEqualTo(2);
    String second = start(ALPHA).orElseThrow();
    assertThat(fake().recoded).last().isEqualTo("alpha " + first + " " + second);

    assertThat(change(encryption, ALPHA, KeyChange.DECRYPT).encrypted()).isFalse();
    assertThat(fake().recoded).last().isEqualTo("alpha " + second + " -");
    assertThat(start(ALPHA)).isEmpty();
    assertThat(change(encryption, ALPHA, KeyChange.DECRYPT).encrypted()).as("again").isFalse();
    assertThat(fake().recoded).hasSize(3);
    assertThat(events())
        .contains(
            "project.encrypt-ordered ann, project.encrypted ann",
            "project.rekey-ordered ann, project.rekeyed ann",
            "project.decrypt-ordered ann, project.decrypted ann");
  }

  @Test
  void whatFailsAndChangedNothingIsAsBefore() throws Exception {
    Encryption encryption = node("off", ONE);
    project(ALPHA);
    data(ALPHA);
    fake().recodings =
        order -> new RecodeOrder.Result(RecodeOrder.Outcome.UNCHANGED, "the disk is full");
    assertThatThrownBy(() -> change(encryption, ALPHA, KeyChange.ENCRYPT))
        .hasMessageContaining("project alpha is not encrypted: the disk is full");
    assertThat(start(ALPHA)).isEmpty();
    assertThat(encryption.state(ALPHA).changing()).isEmpty();
    assertThat(events()).contains("project.encrypt-failed ann");

    fake().recodings = order -> new RecodeOrder.Result(RecodeOrder.Outcome.RECODED, "");
    change(encryption, ALPHA, KeyChange.ENCRYPT);
    String key = start(ALPHA).orElseThrow();
    fake().recodings =
        order -> new RecodeOrder.Result(RecodeOrder.Outcome.UNCHANGED, "the disk is full");
    assertThatThrownBy(() -> change(encryption, ALPHA, KeyChange.REKEY))
        .hasMessageContaining("the disk is full");
    assertThat(start(ALPHA)).contains(key);
  }

  @Test
  void whileItIsNotKnownHowFarItCameNothingStartsAndNoKeyIsForgotten() throws Exception {
    Encryption encryption = node("off", ONE);
    project(ALPHA);
    data(ALPHA);
    change(encryption, ALPHA, KeyChange.ENCRYPT);
    fake().recodings =
        order -> {
          throw new KmException(Problem.UNAVAILABLE, "killed");
        };
    assertThatThrownBy(() -> change(encryption, ALPHA, KeyChange.REKEY)).hasMessage("killed");
    String told = fake().recoded.get(1);

    assertThatThrownBy(() -> start(ALPHA))
        .isInstanceOf(KmException.class)
        .hasMessageContaining("project alpha does not start while node node-1 changes its key");
    assertThat(encryption.state(ALPHA).changing()).contains(KeyChange.REKEY);
    assertThatThrownBy(() -> change(encryption, ALPHA, KeyChange.DECRYPT))
        .hasMessageContaining("that must be over first");
    assertThatThrownBy(() -> test.node.projects().remove(ALPHA, true, "ann"))
        .hasMessageContaining("is being changed");

    Encryption after = node("off", ONE);
    Awaitility.await().until(() -> after.state(ALPHA).changing().isEmpty());
    assertThat(fake().recoded).as("finished by the next boot").containsExactly(told);
    assertThat(start(ALPHA)).contains(told.split(" ")[2]);
    assertThat(after.state(ALPHA).version()).isEqualTo(2);
    assertThat(events()).contains("project.rekeyed berth");
  }

  @Test
  void aFolderInUseIsTriedAgainAndNothingIsTakenBack() throws Exception {
    Encryption encryption = node("off", ONE);
    project(ALPHA);
    data(ALPHA);
    fake().recodings =
        order -> new RecodeOrder.Result(RecodeOrder.Outcome.UNKNOWN, "in use by process 7");
    assertThatThrownBy(() -> change(encryption, ALPHA, KeyChange.ENCRYPT))
        .hasMessageContaining("in use by process 7");
    assertThat(encryption.state(ALPHA).changing()).contains(KeyChange.ENCRYPT);
    fake().recodings = order -> new RecodeOrder.Result(RecodeOrder.Outcome.RECODED, "");
    assertThat(change(encryption, ALPHA, KeyChange.ENCRYPT).version()).isEqualTo(1);
    List<String> told = fake().recoded;
    assertThat(told.get(1)).isEqualTo(told.get(0));
  }

  @Test
  void theMasterKeyIsRotatedForAllOrForNone() throws Exception {
    node("on", ONE);
    project(ALPHA);
    project(BETA);
    String alpha = start(ALPHA).orElseThrow();
    String beta = start(BETA).orElseThrow();
    String first = MasterKey.parse(ONE).id();
    String second = MasterKey.parse(TWO).id();

    Encryption withoutOld = node("on", TWO);
    assertThatThrownBy(() -> start(ALPHA))
        .hasMessageContaining("project alpha is wrapped by master key " + first)
        .hasMessageContaining("this node has " + second)
        .hasMessageContaining("berth.encryption.master-key-file");
    assertThatThrownBy(() -> withoutOld.rotateMaster("ann")).hasMessageContaining(first);
    assertThat(withoutOld.summary().wrappings())
        .containsExactly(new Encryption.Wrapping(first, 2, false));

    Encryption withBoth = node("on", TWO, ONE);
    assertThat(start(ALPHA)).contains(alpha);
    assertThat(withBoth.rotateMaster("ann")).isEqualTo(new Encryption.Rotation(second, 2));
    assertThat(withBoth.rotateMaster("ann").rewrapped()).isZero();

    Encryption rotated = node("on", TWO);
    assertThat(start(ALPHA)).contains(alpha);
    assertThat(start(BETA)).contains(beta);
    assertThat(rotated.summary().wrappings())
        .containsExactly(new Encryption.Wrapping(second, 2, true));
    assertThat(events()).contains("encryption.master-rotated ann");
  }

  @Test
  void aKeyStaysWithDataThatIsKeptAndGoesWithDataThatIsDeleted() throws Exception {
    node("on", ONE);
    project(ALPHA);
    String key = start(ALPHA).orElseThrow();
    test.node.projects().remove(ALPHA, false, "ann");
    data(ALPHA);
    project(ALPHA);
    assertThat(start(ALPHA)).as("kept").contains(key);
    test.node.projects().remove(ALPHA, true, "ann");
    project(ALPHA);
    assertThat(start(ALPHA)).as("deleted").isPresent().isNotEqualTo(Optional.of(key));
  }

  @Test
  void aRowThatWasTamperedWithAndAMasterKeyThatOthersReadAreToldPrecisely() throws Exception {
    node("on", ONE);
    project(ALPHA);
    project(BETA);
    start(ALPHA);
    start(BETA);
    test.node
        .database()
        .transact(
            t ->
                t.execute(
                    "UPDATE project_key SET wrapped = (SELECT wrapped FROM project_key"
                        + " WHERE project = 'beta') WHERE project = 'alpha'"));
    assertThatThrownBy(() -> start(ALPHA))
        .hasMessageContaining("the key of project alpha in the database is damaged, or another");
    Files.setPosixFilePermissions(
        data.resolve("master"), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> start(BETA))
        .hasMessageContaining("berth.encryption.master-key-file")
        .hasMessageContaining("can be read by others; chmod 600 it");
  }
}
