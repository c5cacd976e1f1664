package network.golem.vm.requestor.completion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A shell that can be told how to complete. */
enum Shell {
  BASH,
  ZSH,
  FISH;

  /** The script for its start file. */
  String script() {
    String name = "golem." + name().toLowerCase(Locale.ROOT);
    try (InputStream script = Shell.class.getResourceAsStream(name)) {
      if (script == null) {
        throw new IllegalStateException(name + " is not in this jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
