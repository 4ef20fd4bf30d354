// sanitiser
