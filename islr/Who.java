package islr.synthetic;
public class Who { public static void main(String[] a){ for(int i=0;i<12;i++){ Signer s=Signer.random(1,i,1); Camera c=s.camera(); System.out.printf("%d left %b scale %.3f x %.3f y %.3f tempo %.2f losses %.2f steady %.2f mouth %.2f%n",i,s.leftHanded(),c.scale(),c.centreX(),c.centreY(),s.tempo(),s.losses(),s.steadiness(),s.mouthing()); } } }
