package network.golem.vm.provider.backend.qemu;

import java.nio.file.Path;
import java.util.List;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.guest.CloudConfig;
import network.golem.vm.provider.guest.HostKey;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.image.ImageStore;
import network.golem.vm.provider.settings.GuestNetwork;
import network.golem.vm.provider.settings.GuestPolicy;

/** A backend as a program of its own, for another user: it runs one guest until its input ends. */
final class OrdinaryHost {

  private OrdinaryHost() {}

  /** Takes directories of instances and of images, and the key that may log in. */
  public static void main(String... arguments) throws Exception {
    ImageCatalogue catalogue = ImageCatalogue.builtIn();
    var backend =
        QemuBackend.open(
            Path.of(arguments[0]),
            catalogue,
            new ImageStore(Path.of(arguments[1])),
            GuestPolicy.of(GuestNetwork.ISOLATED));
    HostKey hostKey = HostKey.generate();
    var config =
        new CloudConfig(
            "ordinary", new VmName("guest"), hostKey, List.of(new SshPublicKey(arguments[2])));
    var image = catalogue.find("tiny").orElseThrow();
    backend.launch(new LaunchRequest("guest", image, new Resources(1, 1, 1), config), _ -> {});
    int port = backend.inspect("guest").orElseThrow().ssh().getPort();
    System.out.println("ready " + port + " " + hostKey.publicKey().withoutComment());
    System.in.readAllBytes();
    backend.destroy("guest");
    System.exit(0);
  }
}
