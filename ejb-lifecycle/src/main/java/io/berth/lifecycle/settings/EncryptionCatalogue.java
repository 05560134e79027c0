package io.berth.lifecycle.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The settings of encryption at rest; part of {@link Catalogue#ALL}. */
final class EncryptionCatalogue {
  static final Setting<Boolean> ENCRYPTION =
      new Setting<>(
          Catalogue.PREFIX + "encryption",
          "on or off",
          "off",
          false,
          "Whether new projects of the built-in runtime are encrypted on disk; others by berth project encrypt.",
          EncryptionCatalogue::onOff);
  static final Setting<Optional<Path>> MASTER_KEY_FILE =
      file(
          "encryption.master-key-file",
          "A file (0600) with the 256-bit key that wraps the keys of projects, in hexadecimal or base 64; else master-key of the vault's document.");
  static final Setting<Optional<Path>> OLD_MASTER_KEY_FILE =
      file(
          "encryption.old-master-key-file",
          "The same with the master key of before, until berth key rotate-master was used; else old-master-key of the vault's document.");

  static final List<Setting<?>> ALL = List.of(ENCRYPTION, MASTER_KEY_FILE, OLD_MASTER_KEY_FILE);

  private EncryptionCatalogue() {}

  private static boolean onOff(String text) {
    return switch (text.strip()) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new IllegalArgumentException("must be on or off");
    };
  }

  private static Setting<Optional<Path>> file(String key, String meaning) {
    return new Setting<>(Catalogue.PREFIX + key, "path", "", false, meaning, Parsers::optionalPath);
  }
}
