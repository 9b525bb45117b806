{
  networking.hostName = "ahorn";
  environment.etc."motd".text = "Deployed by lollypops: ahorn\n";

  # The content is what cmd prints. Without cmd it is `pass wifi.env`.
  lollypops.deployment = {
    group = "web"; # launch web
    tags = [ "prod" ]; # launch @prod
    ssh.opts = [ "-o ConnectTimeout=10" ];
  };

  lollypops.secrets.files."wifi.env" = {
    cmd = "echo PSK=correct-horse-battery-staple";
    path = "/etc/wifi.env";
    group-name = "root";
  };
}
