{
  networking.hostName = "ahorn";
  environment.etc."motd".text = "Deployed by lollypops: ahorn\n";

  lollypops.deployment = {
    group = "web"; # launch web
    tags = [ "prod" ]; # launch @prod
  };

  # The file holds what cmd prints on your machine, byte for byte.
  lollypops.secrets.files."wifi.env" = {
    cmd = "pass show hosts/ahorn/wifi.env";
    path = "/etc/wifi.env";
    group-name = "root";
  };
}
