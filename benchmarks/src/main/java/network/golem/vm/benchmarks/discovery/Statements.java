package network.golem.vm.benchmarks.discovery;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.vm.Capacity;

/**
 * Writes signed advertisements into a file, one a line: {@code Statements FILE PROVIDERS ROUNDS}.
 * In each round each provider advertises once, with the next sequence. What providers have free is
 * drawn from a fixed seed, so that each run has the same market: of 10,000 about 270 have 8 vCPUs,
 * 32 GiB of memory and 100 GiB of storage free in Sweden.
 */
public final class Statements {

  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final List<String> COUNTRIES = List.of("SE", "DE", "US", "PL", "FR", "NO", "JP");
  private static final List<Integer> CPUS = List.of(1, 2, 4, 8, 16, 32);

  private record Provider(int number, ECKey key, NodeId id) {}

  private Statements() {}

  public static void main(String... arguments) throws IOException {
    int rounds = Integer.parseInt(arguments[2]);
    List<Provider> providers =
        IntStream.range(0, Integer.parseInt(arguments[1]))
            .parallel()
            .mapToObj(Statements::provider)
            .toList();
    try (BufferedWriter file = Files.newBufferedWriter(Path.of(arguments[0]))) {
      for (int round = 1; round <= rounds; round++) {
        int sequence = round;
        List<String> lines =
            providers.parallelStream().map(provider -> statement(provider, sequence)).toList();
        for (String line : lines) {
          file.write(line);
          file.newLine();
        }
      }
    }
  }

  private static Provider provider(int number) {
    try {
      ECKey key = new ECKeyGenerator(Curve.P_256).generate();
      return new Provider(number, key, NodeId.of(key.toECPublicKey()));
    } catch (JOSEException e) {
      throw new AssertionError("every Java has P-256", e);
    }
  }

  /** As a provider signs it, without the certificate that an identity has beside its key. */
  private static String statement(Provider provider, int sequence) {
    try {
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .type(new JOSEObjectType("golem-advertisement"))
              .jwk(provider.key().toPublicJWK())
              .build();
      Advertisement said = advertisement(provider, sequence);
      JWSObject jws = new JWSObject(header, new Payload(Json.MAPPER.writeValueAsString(said)));
      jws.sign(new ECDSASigner(provider.key()));
      return jws.serialize();
    } catch (JOSEException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static Advertisement advertisement(Provider provider, int sequence) {
    Random random = new Random(provider.number());
    Instant now = Instant.now();
    int cpu = CPUS.get(random.nextInt(CPUS.size()));
    return new Advertisement(
        provider.id(),
        sequence,
        now,
        now.plus(LIFE),
        "provider " + provider.number(),
        "198.18.%d.%d".formatted(random.nextInt(256), random.nextInt(256)),
        7466,
        COUNTRIES.get(random.nextInt(COUNTRIES.size())),
        "linux/amd64",
        new Capacity(cpu, cpu * (1 << random.nextInt(4)), 20 << random.nextInt(6)),
        List.of("debian-12", "ubuntu-24.04"),
        "0.1.0");
  }
}
