{
  networking.hostName = "ahorn";

  # Stands for your hardware: put what nixos-generate-config wrote in its place.
  boot.loader.grub.device = "/dev/sda";
  fileSystems."/" = {
    device = "/dev/sda1";
    fsType = "ext4";
  };
  system.stateVersion = "24.05";

  services.openssh.enable = true;
  lollypops.deployment = {
    ssh.user = "root";
    build = "local"; # without a flake, the host cannot build by itself
  };
}
