package io.berth.gateway.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The identity of the listener as the files say it now. Asked at each handshake, on its thread;
 * looks at the files once a second at most. Files that are wrong or half written leave the identity
 * that there was, and are told once. Needs no thread, so nobody has to stop it.
 */
final class RenewedIdentity {
  private static final Logger LOG = Logger.getLogger(RenewedIdentity.class.getName());
  private static final long PAUSE = 1_000_000_000L;
  private static final int KEPT = 2;

  /** An identity and how many there were before it. */
  record Numbered(long number, PemIdentity identity) {}

  private final Path certificates;
  private final Path key;
  private final LongSupplier nanos;
  private final Numbered[] last = new Numbered[KEPT];
  private String seen;
  private long looked;
  private long count;

  RenewedIdentity(Path certificates, Path key, LongSupplier nanos) throws IOException {
    this.certificates = certificates;
    this.key = key;
    this.nanos = nanos;
    this.seen = marks();
    this.looked = nanos.getAsLong();
    take(PemIdentity.read(certificates, key));
  }

  /** The newest. */
  synchronized Numbered now() {
    long time = nanos.getAsLong();
    if (time - looked >= PAUSE) {
      looked = time;
      look();
    }
    return current();
  }

  /** why the one before, too: a handshake that began with it goes on with it. */
  synchronized Optional<PemIdentity> numbered(long number) {
    for (Numbered kept : last) {
      if (kept != null && kept.number == number) {
        return Optional.of(kept.identity);
      }
    }
    return Optional.empty();
  }

  private void look() {
    String marks = marks();
    if (marks.equals(seen)) {
      return;
    }
    seen = marks;
    try {
      PemIdentity read = PemIdentity.read(certificates, key);
      if (!read.chain().equals(current().identity.chain())) {
        take(read);
        LOG.log(
            Level.INFO,
            "new connections see the certificate {0} of {1}, good until {2}",
            new Object[] {
              read.chain().get(0).getSerialNumber().toString(16),
              certificates,
              read.chain().get(0).getNotAfter().toInstant()
            });
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the old certificate stays: {0}", e.getMessage());
    }
  }

  private Numbered current() {
    return last[(int) (count % KEPT)];
  }

  private void take(PemIdentity identity) {
    count++;
    last[(int) (count % KEPT)] = new Numbered(count, identity);
  }

  /** What changes when a file is written, renamed over, or a link to it points elsewhere. */
  private String marks() {
    return mark(certificates) + " " + mark(key);
  }

  private static String mark(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.fileKey() + "," + now.size() + "," + now.lastModifiedTime();
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
