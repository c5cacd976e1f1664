package network.golem.vm.provider.image;

import network.golem.vm.provider.settings.ProviderSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The images of this provider. */
@Configuration(proxyBeanMethods = false)
class ImageConfiguration {

  @Bean
  ImageCatalogue imageCatalogue(ProviderSettings settings) {
    try {
      return ImageCatalogue.of(settings);
    } catch (ImageException e) {
      throw e.asProblem();
    }
  }

  @Bean
  ImageStore imageStore(ProviderSettings settings) {
    return new ImageStore(settings.imageDirectory());
  }
}
