package io.berth.lifecycle.encryption;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.secret.SecretSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The master keys that this node has: the one that wraps what is new, and during a rotation the one
 * of before. Read anew whenever one is needed, so that a file that was replaced is found. Any
 * thread; may block for a moment.
 */
final class MasterKeys {
  private final Optional<SecretSource> current;
  private final Optional<SecretSource> old;

  MasterKeys(Optional<SecretSource> current, Optional<SecretSource> old) {
    this.current = current;
    this.old = old;
  }

  /** The one that wraps what is new. */
  MasterKey current() throws KmException {
    return read(current)
        .orElseThrow(
            () ->
                new KmException(
                    Problem.UNAVAILABLE,
                    "there is no master key to encrypt projects with; set"
                        + " berth.encryption.master-key-file, or master-key in the vault"));
  }

  /** The one with this id. */
  MasterKey of(String id, String what) throws KmException {
    List<MasterKey> all = all();
    for (MasterKey key : all) {
      if (key.id().equals(id)) {
        return key;
      }
    }
    throw new KmException(
        Problem.UNAVAILABLE,
        "the key of "
            + what
            + " is wrapped by master key "
            + id
            + ", and this node has "
            + (all.isEmpty()
                ? "none"
                : all.stream().map(MasterKey::id).collect(Collectors.joining(" and ")))
            + "; check berth.encryption.master-key-file and .old-master-key-file");
  }

  /** All that there are, the current one first. */
  List<MasterKey> all() throws KmException {
    List<MasterKey> all = new ArrayList<>();
    read(current).ifPresent(all::add);
    read(old).ifPresent(all::add);
    return all;
  }

  private static Optional<MasterKey> read(Optional<SecretSource> source) throws KmException {
    if (source.isEmpty()) {
      return Optional.empty();
    }
    try {
      String text = source.get().read();
      return text.isBlank() ? Optional.empty() : Optional.of(MasterKey.parse(text));
    } catch (IOException e) {
      throw new KmException(
          Problem.UNAVAILABLE, "the master key cannot be read: " + e.getMessage(), e);
    }
  }
}
