package network.golem.vm.requestor.ssh;

import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.ChachaPolyCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import com.hierynomus.sshj.transport.kex.ExtInfoClientFactory;
import com.hierynomus.sshj.transport.mac.Macs;
import java.util.List;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;

/**
 * What OpenSSH 9 offers of sshj's algorithms, and no older ones: VMs are new, and trying out fifty
 * ciphers takes longer than logging in.
 */
final class ModernSsh extends DefaultConfig {

  @Override
  protected void initKeyExchangeFactories() {
    setKeyExchangeFactories(
        List.of(
            new Curve25519SHA256.Factory(),
            new Curve25519SHA256.FactoryLibSsh(),
            new ECDHNistP.Factory256(),
            new ECDHNistP.Factory384(),
            new ExtInfoClientFactory()));
  }

  @Override
  protected void initKeyAlgorithms() {
    setKeyAlgorithms(
        List.of(
            KeyAlgorithms.EdDSA25519(),
            KeyAlgorithms.ECDSASHANistp256(),
            KeyAlgorithms.ECDSASHANistp384(),
            KeyAlgorithms.ECDSASHANistp521(),
            KeyAlgorithms.RSASHA512(),
            KeyAlgorithms.RSASHA256()));
  }

  @Override
  protected void initCipherFactories() {
    setCipherFactories(
        List.of(
            ChachaPolyCiphers.CHACHA_POLY_OPENSSH(),
            GcmCiphers.AES256GCM(),
            GcmCiphers.AES128GCM(),
            BlockCiphers.AES256CTR(),
            BlockCiphers.AES128CTR()));
  }

  @Override
  protected void initMACFactories() {
    setMACFactories(List.of(Macs.HMACSHA2256Etm(), Macs.HMACSHA2512Etm(), Macs.HMACSHA2256()));
  }
}
