package io.berth.gateway.encryption;

import io.berth.gateway.json.JsonView;
import io.berth.lifecycle.encryption.Encryption;
import io.berth.lifecycle.encryption.KeyChange;

/** What is said about keys; never a key, wrapped or not. */
final class EncryptionJson {
  private EncryptionJson() {}

  static JsonView view(Encryption.State state) {
    return new JsonView()
        .text("project", state.project())
        .flag("encrypted", state.encrypted())
        .number("keyVersion", state.version())
        .text("masterKey", state.master())
        .text("changing", state.changing().map(KeyChange::label));
  }

  static JsonView view(Encryption.Summary summary) {
    return new JsonView()
        .flag("newProjects", summary.forNewProjects())
        .text("masterKey", summary.master())
        .views(
            "keys",
            summary.wrappings(),
            one ->
                new JsonView()
                    .text("masterKey", one.master())
                    .number("projects", one.projects())
                    .flag("here", one.here()))
        .views("changing", summary.changing(), EncryptionJson::view);
  }

  static JsonView view(Encryption.Rotation rotation) {
    return new JsonView()
        .text("masterKey", rotation.master())
        .number("rewrapped", rotation.rewrapped());
  }
}
