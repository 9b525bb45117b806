{
  networking.hostName = "porree";
  environment.etc."motd".text = "Deployed by lollypops: porree\n";

  lollypops.deployment.deploy-method = "archive";
}
